"""module"""
class C:
    """
    class doc
      indented
    """
    def f(self):
        '''   function   doc
        second
            third
        '''
        "second string"
    def g(self):
        f"not a docstring"
    def h(self):
        b"not a docstring"
    def i(self):
        "joined" " doc"
