"""What an application is judged by: the papers that law asks for, checks, who decides and signs, and issuing."""
