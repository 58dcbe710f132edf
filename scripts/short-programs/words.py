"""Words that are counted in a dict."""

text = "the quick brown fox jumps over the lazy dog and runs away from the bear " * 60
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
print(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3])
