"""Operations: the plan, who takes part, what is gathered, the daily returns, the board and the closing report."""
