namespace NeuralNet;

/// <summary>What <see cref="CategoryEncoding"/> writes for the token numbers it is given.</summary>
public enum CategoryOutputMode
{
    /// <summary>A row for each sample, 1 where a token occurs in it: (batch, …, tokens) becomes (batch, …, numTokens).</summary>
    MultiHot,

    /// <summary>
    /// A row for each token, 1 at its number: (batch, 1) becomes (batch, numTokens), (batch, k) becomes (batch, k, numTokens).
    /// </summary>
    OneHot,

    /// <summary>A row for each sample with the number of times that each token occurs in it, shaped as with <see cref="MultiHot"/>.</summary>
    Count,
}

/// <summary>
/// Makes rows of numTokens values from token numbers 0 to numTokens − 1. Keras: layers/preprocessing/category_encoding.py.
/// </summary>
/// <param name="numTokens">The number of tokens; those of the data are numbered from 0 to one less.</param>
/// <param name="outputMode">What is written; which tokens occur in each sample by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The number of tokens is less than 1 or above 2²⁴, or the mode is none of the known.</exception>
[Configurable]
public sealed partial class CategoryEncoding(
    int numTokens, CategoryOutputMode outputMode = CategoryOutputMode.MultiHot, string? name = null) : Layer(name)
{
    private readonly int numTokens = Require.Between(1, TokenNumbers.MaxTokens, numTokens);
    private readonly CategoryOutputMode outputMode = Require.Defined(outputMode);

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        if (input.Contains(0))
            throw Error($"needs at least one token a row; it was given the shape {input}");
        if (input.Rank == 0)
            return numTokens;
        return outputMode == CategoryOutputMode.OneHot && input.Last != 1 ? [.. input, numTokens] : input.WithLast(numTokens);
    }

    /// <inheritdoc/>
    protected internal override void CheckInput(Tensor input) => TokenNumbers.Check(this, input, numTokens);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        CheckInput(frame.Input);
        ReadOnlySpan<float> tokens = frame.Input.Data;
        Span<float> output = frame.Output.Data;
        output.Clear();
        int tokensPerRow = tokens.Length / (output.Length / numTokens);
        for (int i = 0; i < tokens.Length; i++)
        {
            ref float place = ref output[i / tokensPerRow * numTokens + (int)tokens[i]];
            place = outputMode == CategoryOutputMode.Count ? place + 1 : 1;
        }
    }

    /// <summary>A token number is not a quantity, so nothing is learnt below.</summary>
    protected internal override void Backward(Frame frame) => frame.InputGradient?.Data.Clear();
}
