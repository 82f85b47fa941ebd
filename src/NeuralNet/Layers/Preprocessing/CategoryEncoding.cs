namespace NeuralNet;

/// <summary>The output of a <see cref="CategoryEncoding"/> for the token numbers of a sample.</summary>
public enum CategoryOutputMode
{
    /// <summary>
    /// A row for each sample, with 1 for each token that occurs in the sample: (batch, …, tokens) becomes (batch, …, numTokens).
    /// </summary>
    MultiHot,

    /// <summary>
    /// A row for each token, with 1 at the number of the token: (batch, 1) becomes (batch, numTokens), (batch, k) becomes (batch, k,
    /// numTokens).
    /// </summary>
    OneHot,

    /// <summary>A row for each sample, with the number of occurrences of each token, of the shape of <see cref="MultiHot"/>.</summary>
    Count,
}

/// <summary>
/// Encodes token numbers from 0 to numTokens − 1 as rows of numTokens values. Keras: layers/preprocessing/category_encoding.py.
/// </summary>
/// <param name="numTokens">The number of tokens, which are numbered from 0 to numTokens − 1.</param>
/// <param name="outputMode">The kind of output; <see cref="CategoryOutputMode.MultiHot"/> by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// The number of tokens is less than 1 or greater than 2²⁴, or the mode is undefined.
/// </exception>
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

    /// <summary>Writes zeros: a token number is not a quantity, so the layers below learn nothing from it.</summary>
    protected internal override void Backward(Frame frame) => frame.InputGradient?.Data.Clear();
}
