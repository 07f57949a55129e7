// Package config reads gloss.yaml into one typed struct. Unknown keys are refused with a position and the nearest known key.
package config
