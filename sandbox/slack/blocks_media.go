package slack

// image is the common part of the image block and the image element.
func image() fields {
	return fields{
		"type":       must(allow),
		"image_url":  may(webURL()),
		"slack_file": may(slackFile()),
		"alt_text":   must(maybeText(maxAltText)),
	}
}

func imageElement() check { return inTurn(object(image()), oneOfTwo("image_url", "slack_file")) }

// slackFile names a file in Slack, which another rule looks up.
func slackFile() check {
	return inTurn(
		object(fields{"id": may(text(maxID)), "url": may(text(maxURL))}),
		oneOfTwo("id", "url"),
	)
}

// fileBlock is a remote file. Whether there is one is not looked up.
func fileBlock() check {
	return block(fields{"source": must(oneOf("remote")), "external_id": must(text(maxID))})
}

// videoBlock is an embedded player. That its domain is one of the app's unfurl
// domains is not checked.
func videoBlock() check {
	return block(fields{
		"alt_text":          must(maybeText(maxAltText)),
		"title":             must(plain(maxVideoTitle)),
		"thumbnail_url":     must(webURL()),
		"video_url":         must(urlOf(maxURL, "https")),
		"title_url":         may(urlOf(maxVideoLink, "https")),
		"author_name":       may(text(maxVideoAuthor)),
		"provider_name":     may(text(maxVideoProvider)),
		"provider_icon_url": may(urlOf(maxVideoLink, "http", "https")),
		"description":       may(plain(maxVideoAbout)),
	})
}
