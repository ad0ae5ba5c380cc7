def is_palindrome(text):
    """Return whether a text reads the same backwards, ignoring case and spaces.

    >>> is_palindrome("Never odd or even")
    True
    """
    raise NotImplementedError
