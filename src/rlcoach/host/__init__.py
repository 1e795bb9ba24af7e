"""Everything on one machine: embedded servers, and the supervisor that runs the whole product."""
