package build

import (
	"os"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/layouts"
)

// checkBrand looks at the values that brand the theme, which only the theme and the content folder can judge: contrast, fonts and
// lengths, and whether the logo and the icon are there. Diagnostics stand in gloss.yaml.
func (b *Builder) checkBrand(cfg *config.Config, brand layouts.Brand, hasFile func(path string) bool) diag.List {
	var diags diag.List
	report := func(key string, severity diag.Severity, rule, text, hint string) {
		d := config.Place(os.DirFS(b.opts.Dir), config.FileName, "theme."+key)
		d.Severity, d.Rule, d.Text, d.Hint = severity, rule, "theme."+key+": "+text, hint
		diags = append(diags, d)
	}
	for _, problem := range brand.Check() {
		report(problem.Field, diag.Warning, "brand", problem.Text, problem.Hint)
	}
	for key, file := range map[string]string{"logo": cfg.Theme.Logo, "favicon": cfg.Theme.Favicon} {
		if file != "" && !hasFile(file) { // the caller sorts
			report(key, diag.Error, "missing-file", "there is no file "+file+" in the content folder", "paths are relative to the content folder: images/logo.svg")
		}
	}
	return diags
}
