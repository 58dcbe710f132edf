try:
    import a
except ImportError:
    a = None
else:
    from a import b
if a is not None:
    import a.c
