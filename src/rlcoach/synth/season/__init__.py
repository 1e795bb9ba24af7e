"""A believable season: one player and his mates over three months of evenings."""
