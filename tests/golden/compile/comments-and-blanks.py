# leading

x = 1  # trailing

    # odd indent
if x:
    # inside

    y  # after
# between
    z
# end
