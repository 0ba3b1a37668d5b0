"""The search engines behind one port. Imports neither Flask nor `directory`; plain values go in and come out."""
