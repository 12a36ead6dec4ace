#include "places.h"

#include <gtest/gtest.h>

#include <map>

#include "people.h"

namespace face::gallery {
namespace {

constexpr Seed kSeed{7};
constexpr size_t kPlenty = size_t{1} << 30;

TEST(Names, FindsWhatAMapFinds) {
  SCOPED_TRACE(test::seed_note());
  test::Random random;
  std::vector<std::string> by_place(3000);
  Names names([&](uint32_t place) { return std::string_view(by_place[place]); });
  std::map<std::string, uint32_t> expected;
  for (int step = 0; step < 30'000; ++step) {
    const auto place = static_cast<uint32_t>(random.whole(0, 2999));
    if (by_place[place].empty()) {
      by_place[place] = test::numbered("n", static_cast<size_t>(random.whole(0, 1'000'000))) + test::numbered(".", place);
      names.make_room();
      names.put(by_place[place], place);
      expected[by_place[place]] = place;
    } else {
      names.remove(by_place[place]);
      expected.erase(by_place[place]);
      by_place[place].clear();
    }
  }
  EXPECT_EQ(names.size(), expected.size());
  for (const auto& [name, place] : expected) EXPECT_EQ(names.find(name), place);
  EXPECT_EQ(names.find("nobody"), Names::kNone);
}

TEST(TagSets, CountReferencesByAnyTag) {
  TagSets sets;
  const std::vector<std::string> both{"b", "a"};
  const std::vector<std::string> one{"a"};
  const uint32_t first = sets.add(both);
  EXPECT_EQ(sets.add(std::vector<std::string>{"a", "b"}), first);
  sets.add(one);
  sets.add({});
  EXPECT_EQ(sets.count(one), 3U);
  EXPECT_EQ(sets.count(std::vector<std::string>{"b", "c"}), 2U);
  sets.drop(first);
  EXPECT_EQ(sets.count(one), 2U);
}

TEST(Places, GivesAPlaceThatBecameFreeToTheNextOne) {
  test::Random random(1);
  Places places({64, Precision::float32}, kSeed, kPlenty);
  Codes codes(places.shape());
  test::People people(random, 64);
  for (const char* name : {"a", "b", "c"}) places.put(name, {}, people.centre(), codes);
  EXPECT_EQ(places.places(), 3U);
  EXPECT_TRUE(places.remove("b"));
  EXPECT_FALSE(places.remove("b"));
  EXPECT_EQ(places.references(), 2U);
  places.put("d", {}, people.centre(), codes);
  EXPECT_EQ(places.find("d"), 1U);
  places.put("d", {}, people.centre(), codes);
  EXPECT_EQ(places.references(), 3U);
  EXPECT_EQ(places.places(), 3U);
}

TEST(Places, WipeWhatTheyHeld) {
  test::Random random(1);
  Places places({128, Precision::float32}, kSeed, kPlenty);
  Codes codes(places.shape());
  places.put("a", {}, test::People(random, 128).centre(), codes);
  places.remove("a");
  const Block& block = places.block(0);
  EXPECT_TRUE(std::ranges::all_of(block.exact(0), [](uint8_t byte) { return byte == 0; }));
  const CodeRows rows = block.codes(0);
  EXPECT_TRUE(std::all_of(rows.high, rows.high + rows.bytes, [](uint8_t byte) { return byte == 0; }));
  EXPECT_TRUE(std::all_of(rows.low, rows.low + rows.bytes, [](uint8_t byte) { return byte == 0; }));
}

TEST(Places, StopAtTheMemoryLimitAndKeepWhatTheyHave) {
  test::Random random(1);
  const Shape shape{64, Precision::int8};
  Places places(shape, kSeed, 2 * (Block::bytes_of(shape) + kBlockRows * 40));
  Codes codes(shape);
  test::People people(random, 64);
  const std::vector<float> vector = people.centre();
  size_t held = 0;
  EXPECT_THROW(
      {
        for (;; ++held) places.put(test::numbered("n", held), {}, vector, codes);
      },
      GalleryFull);
  EXPECT_EQ(held % kBlockRows, 0U);
  EXPECT_GE(held, kBlockRows);
  EXPECT_EQ(places.references(), held);
  EXPECT_LE(places.bytes(), places.bytes_max());
  EXPECT_NE(places.find("n17"), Names::kNone);
  places.remove("n17");
  EXPECT_NO_THROW(places.put("late", {}, vector, codes));
}

TEST(Places, ComeBackFromTheirBytes) {
  for (const Precision precision : {Precision::int8, Precision::bfloat16, Precision::float32}) {
    test::Random random(1);
    const Shape shape{300, precision};
    Places from(shape, kSeed, kPlenty);
    Places to(shape, kSeed, kPlenty);
    Codes codes(shape);
    test::People people(random, 300);
    const std::vector<std::string> tags{"x", "y"};
    from.put("first", {}, people.centre(), codes);
    from.put("second", tags, people.centre(), codes);
    from.remove("first");
    std::string name;
    std::vector<uint8_t> bytes;
    EXPECT_FALSE(from.export_place(0, name, bytes));
    EXPECT_TRUE(bytes.empty());
    ASSERT_TRUE(from.export_place(1, name, bytes));
    EXPECT_EQ(name, "second");
    to.import(bytes, codes);
    EXPECT_EQ(to.tags().count(std::vector<std::string>{"y"}), 1U);
    Codes a(shape);
    Codes b(shape);
    from.block(1).read(1, a);
    to.block(0).read(0, b);
    EXPECT_EQ(a.high, b.high);
    EXPECT_EQ(a.low, b.low);
    EXPECT_EQ(a.signs, b.signs);
    EXPECT_EQ(a.step, b.step);
    EXPECT_EQ(a.code_error, b.code_error);
    EXPECT_EQ(from.block(1).exact_error(1), to.block(0).exact_error(0));
    EXPECT_TRUE(std::ranges::equal(from.block(1).exact(1), to.block(0).exact(0)));
    for (const size_t cut : {size_t{0}, size_t{1}, size_t{7}, bytes.size() / 2, bytes.size() - 1}) {
      EXPECT_THROW(to.import(std::span(bytes).first(cut), codes), std::invalid_argument);
    }
    bytes.push_back(0);
    EXPECT_THROW(to.import(bytes, codes), std::invalid_argument);
  }
}

}  // namespace
}  // namespace face::gallery
