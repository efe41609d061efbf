package accounts

import "strings"

// Device is what a session was started with, as far as a User-Agent (RFC 9110, section 10.1.5) tells: the names
// of a browser, or of a program, and of the system that it runs on. Both are names of products, which no
// language translates; each may be "".
type Device struct {
	Browser string
	System  string
}

// named is a product by a word of User-Agents. The first that is there counts: most browsers name others too.
type named struct{ word, name string }

var browsers = []named{
	{"KAKAOTALK", "KakaoTalk"}, {" Line/", "LINE"}, {"NAVER(", "NAVER"}, {"Whale/", "Whale"},
	{"SamsungBrowser/", "Samsung Internet"}, {"YaBrowser/", "Yandex Browser"}, {"UCBrowser/", "UC Browser"},
	{"OPR/", "Opera"}, {"Vivaldi/", "Vivaldi"}, {"EdgA/", "Edge"}, {"EdgiOS/", "Edge"}, {"Edg/", "Edge"},
	{"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"}, {"HeadlessChrome/", "Chrome"},
	{"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"hallyu/", "hallyu"}, {"curl/", "curl"},
}

var systems = []named{
	{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"CrOS", "ChromeOS"},
	{"Macintosh", "macOS"}, {"Tizen", "Tizen"}, {"Linux", "Linux"},
}

// DeviceOf reads a User-Agent. What it does not know is left out: nothing of the header itself is kept.
func DeviceOf(userAgent string) Device {
	return Device{nameIn(userAgent, browsers), nameIn(userAgent, systems)}
}

func nameIn(text string, all []named) string {
	for _, product := range all {
		if strings.Contains(text, product.word) {
			return product.name
		}
	}
	return ""
}

// Arrival is the request that starts a session.
type Arrival struct {
	RequestID string
	Device    Device
}
