import unittest

from palindrome import is_palindrome


class PalindromeTest(unittest.TestCase):
    def test_case_and_spaces_do_not_matter(self):
        self.assertTrue(is_palindrome("Never odd or even"))

    def test_other_texts_are_none(self):
        self.assertFalse(is_palindrome("hello"))

    def test_an_empty_text_is_one(self):
        self.assertTrue(is_palindrome(""))


if __name__ == "__main__":
    unittest.main()
