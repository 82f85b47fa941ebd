using System.Runtime.CompilerServices;

namespace NeuralNet.Text;

/// <summary>Checks of arguments, most of them settings of a <see cref="TextVectorization"/>: each returns the value.</summary>
internal static class Checked
{
    public static int? MaxTokens(int? maxTokens) => maxTokens is null or (>= 2 and <= TokenIndices.MaxSize)
        ? maxTokens
        : throw new ArgumentOutOfRangeException(nameof(maxTokens), maxTokens, FormattableString.Invariant(
            $"'{nameof(maxTokens)}' must be from 2 to {TokenIndices.MaxSize}: unknown tokens and padding count too."));

    public static TEnum Defined<TEnum>(TEnum value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TEnum : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be one of {string.Join(", ", Enum.GetNames<TEnum>())}.");

    public static string NotEmpty(string value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        return value;
    }

    public static int? SequenceLength(int? outputSequenceLength, TextOutputMode outputMode)
    {
        if (outputSequenceLength < 1)
            throw new ArgumentOutOfRangeException(
                nameof(outputSequenceLength), outputSequenceLength, $"'{nameof(outputSequenceLength)}' must be at least 1.");
        if (outputSequenceLength is not null && outputMode != TextOutputMode.Int)
            throw new ArgumentException($"'{nameof(outputSequenceLength)}' is given, and the output mode {outputMode} has no sequences. "
                + "Leave it out.", nameof(outputSequenceLength));
        return outputSequenceLength;
    }

    public static bool Padding(bool padToMaxTokens, int? maxTokens, TextOutputMode outputMode)
    {
        if (padToMaxTokens && maxTokens is null)
            throw new ArgumentException($"'{nameof(padToMaxTokens)}' is true, and '{nameof(maxTokens)}' is not given. State it.",
                nameof(padToMaxTokens));
        if (padToMaxTokens && outputMode == TextOutputMode.Int)
            throw new ArgumentException($"'{nameof(padToMaxTokens)}' is true, and the output mode Int has indices. Leave it out.",
                nameof(padToMaxTokens));
        return padToMaxTokens;
    }

    public static int[]? Ngrams(IReadOnlyList<int>? ngrams)
    {
        if (ngrams is null)
            return null;
        if (ngrams.Count == 0)
            throw new ArgumentException($"'{nameof(ngrams)}' is empty. Give sizes such as [1, 2], or null.", nameof(ngrams));
        foreach (int size in ngrams)
        {
            if (size < 1)
                throw new ArgumentOutOfRangeException(nameof(ngrams), size, $"A size of '{nameof(ngrams)}' must be at least 1.");
        }

        return [.. ngrams];
    }

    public static TokenIndices? VocabularyOf(
        IReadOnlyList<string>? vocabulary, IReadOnlyList<float>? idfWeights, TextOutputMode outputMode, int? maxTokens)
    {
        if (idfWeights is not null && outputMode != TextOutputMode.TfIdf)
            throw new ArgumentException($"'{nameof(idfWeights)}' is given, and the output mode {outputMode} has no weights. Leave it out.",
                nameof(idfWeights));
        if (vocabulary is null)
        {
            return idfWeights is null
                ? null
                : throw new ArgumentException($"'{nameof(idfWeights)}' is given without a vocabulary.", nameof(idfWeights));
        }

        if (idfWeights is null && outputMode == TextOutputMode.TfIdf)
            throw new ArgumentException($"The output mode TfIdf takes '{nameof(idfWeights)}' with the vocabulary, one weight a token.",
                nameof(idfWeights));
        TokenIndices known = TokenIndices.Given(vocabulary, outputMode == TextOutputMode.Int, idfWeights);
        int maxSize = maxTokens ?? TokenIndices.MaxSize;
        return known.Size <= maxSize
            ? known
            : throw new ArgumentException(FormattableString.Invariant(
                $"The vocabulary has {known.Size} tokens with the special ones, and '{nameof(maxTokens)}' is {maxSize}."),
                nameof(vocabulary));
    }
}
