package config

// outputKeys are the settings of what programs read. What costs much at many terms is off.
var outputKeys = []Key{
	{Name: "outputs.sitemap", Default: "true", Doc: "Whether sitemap.xml is written; it needs base_url.",
		flag: func(c *Config) *bool { return &c.Outputs.Sitemap }},
	{Name: "outputs.robots", Default: "true", Doc: "Whether robots.txt is written; it allows everything and names the sitemap.",
		flag: func(c *Config) *bool { return &c.Outputs.Robots }},
	{Name: "outputs.feeds", Default: "true", Doc: "Whether the 50 terms with the latest updated date are written as feeds, atom.xml and feed.json; they need base_url.",
		flag: func(c *Config) *bool { return &c.Outputs.Feeds }},
	{Name: "outputs.json", Default: "auto", Doc: "Whether the whole glossary is written as data, terms.json, in parts above 5,000 terms: always, off, or up to 10,000 terms (auto).",
		text: choice(func(c *Config) *string { return &c.Outputs.JSON }, "auto", "always", "off")},
	{Name: "outputs.llms", Default: "true", Doc: "Whether llms.txt is written, an overview for language models.",
		flag: func(c *Config) *bool { return &c.Outputs.LLMs }},
	{Name: "outputs.markdown", Default: "false", Doc: "Whether each term is written as Markdown beside its page.",
		flag: func(c *Config) *bool { return &c.Outputs.Markdown }},
	{Name: "outputs.structured_data", Default: "true", Doc: "Whether pages say in JSON-LD which terms, sets of terms and questions they define.",
		flag: func(c *Config) *bool { return &c.Outputs.StructuredData }},
	{Name: "outputs.app", Default: "true", Doc: "Whether the site can be installed: a web application's manifest, and icons from the logo or the title's initial.",
		flag: func(c *Config) *bool { return &c.Outputs.App }},
	{Name: "outputs.offline", Default: "true", Doc: "Whether readers can save the site for reading without a network: a service worker, sw.js, and lists of the site's files.",
		flag: func(c *Config) *bool { return &c.Outputs.Offline }},
	{Name: "outputs.images", Default: "site", Doc: "Which pictures are drawn for links to the site elsewhere: one for the site, one for each of its terms too, or off; they need base_url.",
		text: choice(func(c *Config) *string { return &c.Outputs.Images }, "site", "terms", "off")},
}
