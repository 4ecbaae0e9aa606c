"""The pages: shell, navigation, inbox, search and sign-in, and the views of each regime's screens."""
