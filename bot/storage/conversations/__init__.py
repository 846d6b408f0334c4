"""The stores of conversations behind the inbox and the desk."""
