"""What whoever runs the service counts on: nothing lost when a part is killed, a page that can be followed, backups."""
