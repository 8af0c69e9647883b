package github

// sheet is what a page shows.
type sheet struct {
	Repository, Home string // its name and address
	Title, State     string
	Facts            []fact
	Lists            []list
	Text             string // shown as it is
	Does             []does
}

// fact is a name and what it is, perhaps with a link.
type fact struct{ Name, Text, URL string }

// list is a heading and what is below it.
type list struct {
	Title string
	Items []fact
}

// does is a button.
type does struct{ Name, URL string }

const sheetHTML = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Title}} · {{.Repository}}</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}
a{color:#0550ae}h1{font-size:1.4rem;overflow-wrap:anywhere}h2{font-size:1.1rem;margin-top:2rem}
.state{border:1px solid;border-radius:1rem;padding:.1rem .7rem;font-size:.9rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#59636e}dd{margin:0;overflow-wrap:anywhere}
pre{background:#f6f8fa;padding:1rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere}form{display:inline}button{font:inherit;padding:.3rem .9rem}
@media(prefers-color-scheme:dark){body{color:#f0f6fc;background:#0d1117}a{color:#79c0ff}dt{color:#9198a1}pre{background:#151b23}}
</style></head><body>
<p><a href="{{.Home}}">{{.Repository}}</a> · a simulated code host</p>
<h1>{{.Title}}</h1>{{with .State}}<p><span class="state">{{.}}</span></p>{{end}}
{{with .Facts}}<dl>{{range .}}<dt>{{.Name}}</dt><dd>{{if .URL}}<a href="{{.URL}}">{{.Text}}</a>{{else}}{{.Text}}{{end}}</dd>{{end}}</dl>{{end}}
{{range .Does}}<form method="post" action="{{.URL}}"><button>{{.Name}}</button></form> {{end}}
{{range .Lists}}<h2>{{.Title}}</h2><dl>{{range .Items}}<dt>{{.Name}}</dt><dd>{{if .URL}}<a href="{{.URL}}">{{.Text}}</a>{{else}}{{.Text}}{{end}}</dd>{{end}}</dl>{{end}}
{{with .Text}}<pre>{{.}}</pre>{{end}}
</body></html>
`
