"""How fast the service is: from a file that is accepted to its stored report."""
