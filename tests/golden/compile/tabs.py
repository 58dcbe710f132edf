if x:
	y
	if z:
		w
	else:
		v
if x:
        y
