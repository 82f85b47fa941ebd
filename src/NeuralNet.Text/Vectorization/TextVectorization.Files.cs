namespace NeuralNet.Text;

/// <content>Saving and loading, by the names of Keras's configuration.</content>
public sealed partial class TextVectorization
{
    /// <inheritdoc/>
    protected override void WriteTo(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (maxTokens is int max)
            configuration.Set("max_tokens", max);
        configuration.Set("standardize", Standardize);
        configuration.Set("split", Split);
        configuration.Set("ngrams", ngrams);
        configuration.Set("output_mode", outputMode);
        if (outputSequenceLength is int length)
            configuration.Set("output_sequence_length", length);
        configuration.Set("pad_to_max_tokens", padToMaxTokens);
        configuration.Set("vocabulary", Vocabulary);
        configuration.Set("idf_weights", known?.IdfWeights);
        configuration.Set("unicode", unicode);
        configuration.Set("column", column);
        configuration.Set("missing", missing);
    }

    /// <exception cref="FormatException">A setting is wrong.</exception>
    internal static TextVectorization From(Configuration configuration)
    {
        var vectorization = new TextVectorization(
            OptionalInt32(configuration, "max_tokens"),
            configuration.GetEnum<TextStandardization>("standardize", TextStandardization.LowerAndStripPunctuation),
            configuration.GetEnum<TextSplit>("split", TextSplit.Whitespace),
            configuration.GetInt32s("ngrams"),
            configuration.GetEnum<TextOutputMode>("output_mode", TextOutputMode.Int),
            OptionalInt32(configuration, "output_sequence_length"),
            configuration.GetBoolean("pad_to_max_tokens", false),
            unicode: configuration.GetBoolean("unicode", false),
            column: configuration.GetString("column") ?? "text",
            missing: configuration.GetString("missing"));
        if (configuration.GetStrings("vocabulary") is { } vocabulary)
            vectorization.SetVocabulary(vocabulary, configuration.GetSingles("idf_weights"));
        return vectorization;
    }

    private static int? OptionalInt32(Configuration configuration, string name) =>
        configuration.Contains(name) ? configuration.GetInt32(name) : null;
}
