package catalogtest

import (
	"math/rand/v2"
	"strings"

	"github.com/hallyu-store/hallyu/i18n"
)

// script makes words that look like those of a language.
type script struct {
	locale  i18n.Locale
	onsets  []string // how syllables begin
	rimes   []string // how they go on
	fewest  int      // syllables of a word
	further int      // how many more it may have
}

// scripts are the languages of a large catalog, in order.
var scripts = []script{
	{"ar", strings.Fields("ب ت ث ج ح خ د ر ز س ش ص ط ع ف ق ك ل م ن ه و ي أ"), strings.Fields("ا و ي َ ِ ُ ة ب م"), 2, 2},
	{"en", strings.Fields("b c ch d f g h j k l m n p r s sh st t th w"), strings.Fields("a e i o u ea ee oo ar er in on at ing ow"), 1, 3},
	{"es", strings.Fields("b c ch d f g j l ll m n ñ p qu r s t v z"), strings.Fields("a e i o u á é ó ia on ar er os as"), 2, 2},
	{"fil", strings.Fields("b k d g h l m n ng p r s t w y"), strings.Fields("a i o u an in ay ang uha"), 2, 2},
	{"id", strings.Fields("b c d g h j k l m n ng ny p r s t w y"), strings.Fields("a e i o u an ang er ik us"), 2, 2},
	{"ja", strings.Fields("か き く さ し す た と な に の は ま み や ゆ ら り る 月 花 猫 雨 愛 夢 空 海 友 日 心 感 謝 笑"), strings.Fields("い う ん っ と ま り ー ちゃ 色 子 木 人"), 1, 2},
	{"ko", strings.Fields("가 나 다 라 마 바 사 아 자 하 고 노 도 모 보 소 오 조 호 구 누 두 무 부 수 우 주 감 달 토 별 꽃 눈 곰 강 행 복 사 랑"), strings.Fields("기 니 리 미 비 시 이 지 히 은 는 을 요 다 끼 랑 사 해 님"), 1, 2},
	{"ms", strings.Fields("b c d g h j k l m n p r s t w y ny"), strings.Fields("a e i o u ah an ang is ul"), 2, 2},
	{"th", strings.Fields("ก ข ค ง จ ช ซ ด ต ท น บ ป พ ม ย ร ล ว ส ห อ"), strings.Fields("า ี ู ้า ่อ ือ ัน ุข ำ ิ๊ง"), 1, 3},
	{"vi", strings.Fields("b c ch d đ g h kh l m n ng nh ph qu r s t th tr v x"), strings.Fields("a á à ả ạ ăn ân ê ế ền i í o ô ộ ơn u ư ười yê"), 1, 2},
}

func (s script) word(r *rand.Rand) string {
	var word strings.Builder
	for range s.fewest + r.IntN(s.further+1) {
		word.WriteString(s.onsets[r.IntN(len(s.onsets))])
		word.WriteString(s.rimes[r.IntN(len(s.rimes))])
	}
	return word.String()
}
