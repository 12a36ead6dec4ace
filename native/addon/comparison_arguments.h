#pragma once

#include <cstdint>

#include "arguments.h"
#include "compare_pairs.h"
#include "compare_search.h"

/// Arguments of comparisons. Constructors read the fields, which may run getters; only then are arrays borrowed, by the
/// functions that give the core's structures. Lengths that depend on each other and the numbers in arrays are checked
/// in the core.
namespace face::addon {

class RowFields {
 public:
  explicit RowFields(const Napi::Value& value) {
    const Napi::Object fields = object(value, "rows");
    values_ = fields.Get("values");
    dimension_ = whole(fields.Get("dimension"), "rows.dimension", 1, static_cast<int32_t>(kDimensionMax));
    count_ = whole(fields.Get("count"), "rows.count", 0, INT32_MAX);
  }

  EmbeddingRows rows() const {
    const auto dimension = static_cast<size_t>(dimension_);
    const auto count = static_cast<size_t>(count_);
    return {array<float>(values_, "rows.values", dimension * count).data(), dimension, count};
  }

 private:
  Napi::Value values_;
  int32_t dimension_;
  int32_t count_;
};

class LabelFields {
 public:
  explicit LabelFields(const Napi::Value& value) {
    const Napi::Object fields = object(value, "labels");
    identities_ = fields.Get("identities");
    corrected_ = fields.Get("corrected");
    groups_ = fields.Get("groups");
    group_count_ = whole(fields.Get("groupCount"), "labels.groupCount", 0, INT32_MAX);
  }

  PairLabels labels() const {
    return {array<int32_t>(identities_, "labels.identities"), array<int32_t>(corrected_, "labels.corrected"),
            array<int32_t>(groups_, "labels.groups"), static_cast<size_t>(group_count_)};
  }

 private:
  Napi::Value identities_, corrected_, groups_;
  int32_t group_count_;
};

struct Share {
  explicit Share(const Napi::Value& value) {
    const Napi::Object fields = object(value, "share");
    first = static_cast<size_t>(whole(fields.Get("first"), "share.first", 0, INT32_MAX));
    last = static_cast<size_t>(whole(fields.Get("last"), "share.last", 0, INT32_MAX));
  }

  size_t first;
  size_t last;
};

class PairFields {
 public:
  PairFields(const Napi::Value& value, const std::string& name) : name_(name) {
    const Napi::Object fields = object(value, name);
    scores_ = fields.Get("scores");
    a_ = fields.Get("a");
    b_ = fields.Get("b");
  }

  PairArrays pairs() const {
    return {array<float>(scores_, name_ + ".scores"), array<int32_t>(a_, name_ + ".a"),
            array<int32_t>(b_, name_ + ".b")};
  }

 private:
  std::string name_;
  Napi::Value scores_, a_, b_;
};

class TallyFields {
 public:
  explicit TallyFields(const Napi::Value& value)
      : fields_(object(value, "tally")),
        non_mated_(fields_.Get("nonMated")),
        disputed_(fields_.Get("disputed")),
        non_mated_within_(fields_.Get("nonMatedWithin")),
        mated_starts_(fields_.Get("matedStarts")),
        mated_(fields_.Get("mated"), "tally.mated"),
        listed_min_(number(fields_.Get("listedMin"), "tally.listedMin")),
        listed_(fields_.Get("listed"), "tally.listed"),
        listed_state_(fields_.Get("listedState")) {}

  PairTally tally() const {
    const auto state = array<int32_t>(listed_state_, "tally.listedState", 2);
    return {array<double>(non_mated_, "tally.nonMated"),
            array<double>(disputed_, "tally.disputed"),
            array<double>(non_mated_within_, "tally.nonMatedWithin"),
            array<int32_t>(mated_starts_, "tally.matedStarts"),
            mated_.pairs(),
            listed_min_,
            listed_.pairs(),
            state[0],
            state[1]};
  }

 private:
  Napi::Object fields_;
  Napi::Value non_mated_, disputed_, non_mated_within_, mated_starts_;
  PairFields mated_;
  float listed_min_;
  PairFields listed_;
  Napi::Value listed_state_;
};

class SearchFields {
 public:
  explicit SearchFields(const Napi::Value& value) {
    const Napi::Object fields = object(value, "search");
    gallery_ = fields.Get("gallery");
    probes_ = fields.Get("probes");
    mates_ = fields.Get("mates");
  }

  SearchTask task() const {
    return {array<int32_t>(gallery_, "search.gallery"), array<int32_t>(probes_, "search.probes"),
            array<int32_t>(mates_, "search.mates")};
  }

 private:
  Napi::Value gallery_, probes_, mates_;
};

class ResultFields {
 public:
  explicit ResultFields(const Napi::Value& value) {
    const Napi::Object fields = object(value, "results");
    mate_ = fields.Get("mate");
    rank_ = fields.Get("rank");
    highest_other_ = fields.Get("highestOther");
  }

  SearchResults results() const {
    return {array<float>(mate_, "results.mate"), array<int32_t>(rank_, "results.rank"),
            array<float>(highest_other_, "results.highestOther")};
  }

 private:
  Napi::Value mate_, rank_, highest_other_;
};

}  // namespace face::addon
