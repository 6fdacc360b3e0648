"""Events as those outside hear of them: which there are, what each says, what it is made of."""
