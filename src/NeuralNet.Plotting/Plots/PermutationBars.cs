using NeuralNet.Explainability;

namespace NeuralNet.Plotting;

public abstract partial class Plot
{
    /// <summary>
    /// A bar for how much worse a metric gets by shuffling each feature, the most important first, with a whisker of one standard
    /// deviation over the repeats.
    /// </summary>
    /// <param name="importance">The importances.</param>
    /// <param name="title">The line above the picture; by default it names the metric.</param>
    /// <param name="maxFeatures">The maximum number of bars; 12 by default.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The maximum number of bars is less than 1.</exception>
    public static Plot PermutationImportance(
        PermutationImportance importance, string? title = null, int maxFeatures = FeatureBars.DefaultCount)
    {
        ArgumentNullException.ThrowIfNull(importance);
        Check.MaxFeatures(maxFeatures);
        bool isRepeated = importance.Spreads.Any(spread => spread > 0);
        string metric = importance.MetricName;
        return new AttributionBars(
            FeatureBars.Ranked(
                [.. importance.Features.Names.Select(name => new FeatureLabel(name))], importance.Means,
                isRepeated ? importance.Spreads : null, maxFeatures),
            $"{metric} worse by", Check.Title(title ?? $"Permutation importance for {metric}"),
            AttributionTexts.Join(
                $"{metric} {NumberText.Format(importance.Score)} before shuffling",
                isRepeated ? "whiskers: ± one standard deviation over the repeats" : null),
            raises: "worse when shuffled", lowers: "better when shuffled");
    }
}
