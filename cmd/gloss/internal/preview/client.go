package preview

import _ "embed"

// The browser's side, as files that a reader can read; see the comment at the top of each.
var (
	//go:embed client/morph.js
	morphScript string
	//go:embed client/overlay.js
	overlayScript string
	//go:embed client/live.js
	followScript string
	//go:embed client/live.css
	liveStyle string
)

// liveScript joins the three parts into one classic script with a scope of its own: a page's own names stay free.
func liveScript() string {
	return "(() => {\n\"use strict\";\n" + morphScript + "\n" + overlayScript + "\n" + followScript + "})();\n"
}
