package markdown

// deviations lists the examples of CommonMark 0.31 whose output differs from the specification's, with the reason.
var deviations = map[int]string{
	548: "[[...]] is a link to a term; one that leads nowhere is its text and an error",
	590: "![[...]] is an image of the site",
	608: "a bare address is a link, as on GitHub",
	611: "a bare address is a link, as on GitHub",
	612: "a bare mail address is a link, as on GitHub",
}
