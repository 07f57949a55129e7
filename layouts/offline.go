package layouts

// OfflineWords are the words of offline reading. The service worker hands them to the page, so that no page holds them.
type OfflineWords struct {
	Title     string `yaml:"title" json:"title"`         // of the page that a reader without a network is led to
	Missing   string `yaml:"missing" json:"missing"`     // this page says so
	Whole     string `yaml:"whole" json:"whole"`         // all is kept, so there is no such page
	Available string `yaml:"available" json:"available"` // heading of the pages that are kept
	Retry     string `yaml:"retry" json:"retry"`         // link to the page that was asked for
	Save      string `yaml:"save" json:"save"`           // button
	Size      string `yaml:"size" json:"size"`           // %s is a size: "3 MB"
	Confirm   string `yaml:"confirm" json:"confirm"`     // button
	Cancel    string `yaml:"cancel" json:"cancel"`       // button
	Saving    string `yaml:"saving" json:"saving"`       // %s is a share: "12 %"
	Saved     string `yaml:"saved" json:"saved"`         // %s is a date
	Remove    string `yaml:"remove" json:"remove"`       // button
	Version   string `yaml:"version" json:"version"`     // %s is the version
	Newer     string `yaml:"newer" json:"newer"`         // a newer version waits
	Switch    string `yaml:"switch" json:"switch"`       // button
	Changed   string `yaml:"changed" json:"changed"`     // the site changed while it was being saved
	Altered   string `yaml:"altered" json:"altered"`     // the host delivers other bytes than Gloss wrote
	Full      string `yaml:"full" json:"full"`           // no space
	Failed    string `yaml:"failed" json:"failed"`       // no network
	Explain   string `yaml:"explain" json:"-"`           // text of the page, for any reader
}
