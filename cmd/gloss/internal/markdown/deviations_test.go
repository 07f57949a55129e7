package markdown

import "maps"

// deviations lists the examples of CommonMark 0.31 whose output differs from the specification's, with the reason.
var deviations = map[int]string{
	548: "[[...]] is a link to a term; one that leads nowhere is its text and an error",
	590: "![[...]] is an image of the site",
	608: "a bare address is a link, as on GitHub",
	611: "a bare address is a link, as on GitHub",
	612: "a bare mail address is a link, as on GitHub",
}

// policyDeviations adds the examples that differ when raw HTML and schemes are not trusted.
func policyDeviations() map[int]string {
	all := maps.Clone(deviations)
	for reason, examples := range map[string][]int{
		"an attribute that the policy does not allow goes":           {152, 153, 154, 164, 169},
		"an element that the policy does not allow goes":             {171, 201, 491, 524, 536, 617},
		"scripts and styles go with their content":                   {170, 172, 173, 176, 178},
		"comments, declarations and processing instructions go":      {177, 179, 180, 181, 182, 183, 308, 309, 625, 626, 627, 628, 629},
		"a tag that is not closed goes with what it swallowed":       {156, 157, 158},
		"an element is closed where its container ends":              {148, 150, 155, 174, 175, 184, 187, 476, 477, 494},
		"an end tag that ends nothing goes":                          {151, 165, 623},
		"a link that leads nowhere by its own attributes goes":       {613, 614, 615, 616, 642, 643},
		"an address is written anew, percent-encoded":                {21, 31, 344, 630, 631},
		"an image has an alternative text":                           {475},
		"a tag in capitals that is no element is a component's text": {163},
		"the scheme is not allowed":                                  {596, 598, 599, 601},
	} {
		for _, example := range examples {
			all[example] = reason
		}
	}
	return all
}
