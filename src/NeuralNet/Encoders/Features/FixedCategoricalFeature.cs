namespace NeuralNet;

/// <summary>
/// A categorical feature whose categories are known without training rows, which only say which one is the most frequent.
/// </summary>
public abstract class FixedCategoricalFeature : CategoricalFeature
{
    private protected FixedCategoricalFeature(
        string name, int categoryCount, string? column, MissingValues missing, IndexOutputMode outputMode, int? fillIndex)
        : base(name, column, missing, AllowedMissing, outputMode)
    {
        PresentCount = Require.Between(1, TokenNumbers.MaxTokens, categoryCount);
        FillIndex = fillIndex is int index && missing == MissingValues.MostFrequent
            ? Require.Between(0, categoryCount - 1, index, nameof(fillIndex))
            : fillIndex is null
                ? null
                : throw new ArgumentException("There is an index for missing values, which are not filled.", nameof(fillIndex));
    }

    internal override bool IsAdapted => Missing != MissingValues.MostFrequent || FillIndex is not null;

    private protected override int PresentCount { get; }

    private protected override int? FillIndex { get; }

    internal override bool Learns => Missing == MissingValues.MostFrequent;

    internal override FeatureLearner CreateLearner()
    {
        var counts = new long[PresentCount];
        return new FeatureLearner<int>(this, IndexAt, index => counts[index]++, () => WithLearned(counts.AsSpan().IndexOf(counts.Max())));
    }

    /// <summary>Returns the feature with the index of the most frequent category.</summary>
    private protected abstract FixedCategoricalFeature WithLearned(int fillIndex);

    private protected override void WriteTo(Configuration configuration)
    {
        base.WriteTo(configuration);
        if (FillIndex is int index)
            configuration.Set("fill_index", index);
    }

    private protected static int? FillIndexIn(Configuration configuration) =>
        configuration.Contains("fill_index") ? configuration.GetInt32("fill_index") : null;
}
