"""A Flask application that answers nothing: what the web server and Flask alone cost."""

from flask import Flask

app = Flask(__name__)


@app.get("/healthz")
def nothing() -> str:
    return ""
