using System.Globalization;

namespace NeuralNet;

/// <summary>Validates the token numbers of a layer's input.</summary>
internal static class TokenNumbers
{
    /// <summary>The maximum number of tokens whose numbers float32 tells apart.</summary>
    public const int MaxTokens = 1 << 24;

    /// <exception cref="ArgumentException">A value is not a whole number from 0 to count − 1; the message says which.</exception>
    public static void Check(Layer layer, Tensor tokens, int count)
    {
        ReadOnlySpan<float> values = tokens.Data;
        for (int i = 0; i < values.Length; i++)
        {
            int token = (int)values[i];
            if (token != values[i] || (uint)token >= (uint)count)
                throw Error(layer, tokens, i, count);
        }
    }

    private static ArgumentException Error(Layer layer, Tensor tokens, int index, int count)
    {
        float value = tokens.Data[index];
        string advice = value == MathF.Floor(value) && value >= count && value < MaxTokens
            ? FormattableString.Invariant($"Make the layer for at least {value + 1} tokens, or give rare tokens one number for all.")
            : "Tokens are numbered from 0 by whole numbers.";
        return new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"The layer '{layer.Name}' ({layer.ClassName}) takes token numbers from 0 to {count - 1}; row {index / tokens.RowLength} has "
            + $"{value} at place {index % tokens.RowLength}. {advice}"));
    }
}
