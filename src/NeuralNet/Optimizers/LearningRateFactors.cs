namespace NeuralNet;

/// <summary>The factors by which the learning rates of some layers differ from that of the optimizer.</summary>
internal sealed class LearningRateFactors
{
    private const string LayersKey = "learning_rate_layers", FactorsKey = "learning_rate_factors";

    /// <exception cref="ArgumentException">A pattern is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or not finite.</exception>
    public LearningRateFactors(IReadOnlyList<(string Layers, float Factor)> pairs, string name)
    {
        ArgumentNullException.ThrowIfNull(pairs, name);
        foreach ((string layers, float factor) in pairs)
        {
            Require.NotEmpty(layers, name);
            Require.NonNegative(factor, name);
        }

        Pairs = [.. pairs];
    }

    public static LearningRateFactors None { get; } = new([], "");

    public IReadOnlyList<(string Layers, float Factor)> Pairs { get; }

    /// <summary>Returns the factor of a parameter by its path: that of the first pattern that matches it or a layer around it; else 1.</summary>
    public float Of(string path)
    {
        foreach ((string layers, float factor) in Pairs)
        {
            if (LayerPattern.MatchesWithin(layers, path))
                return factor;
        }

        return 1;
    }

    /// <exception cref="ArgumentException">A pattern matches no parameter of the model.</exception>
    public void RequireMatches(LayerGraph graph, string property)
    {
        string[] paths = [.. graph.Parameters.Select(graph.PathOf)];
        foreach ((string layers, _) in Pairs)
        {
            if (!paths.Any(path => LayerPattern.MatchesWithin(layers, path)))
                throw new ArgumentException($"'{layers}' of {property} matches no layer with parameters."
                    + $"{NearestName.Question(layers, graph.Paths)} The model has: {string.Join(", ", graph.Paths)}.");
        }
    }

    /// <exception cref="FormatException">The settings are no patterns and factors.</exception>
    public static LearningRateFactors Read(Configuration configuration)
    {
        string[] layers = configuration.GetStrings(LayersKey) ?? [];
        float[] factors = configuration.GetSingles(FactorsKey) ?? [];
        return layers.Length == factors.Length
            ? new LearningRateFactors([.. layers.Zip(factors)], FactorsKey)
            : throw new FormatException($"'{LayersKey}' has {layers.Length} patterns and '{FactorsKey}' {factors.Length} factors.");
    }

    public void WriteTo(Configuration configuration)
    {
        if (Pairs.Count == 0)
            return;
        configuration.Set(LayersKey, Pairs.Select(pair => pair.Layers));
        configuration.Set(FactorsKey, Pairs.Select(pair => pair.Factor));
    }
}
