é = 'ä' + ö.ü(ß, key='😀')[1]; x = 1
f'ä{é}ö{ü!r:ß}'
# ✓ comment
y = 'ünï', é if ä else ö
