using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Dropout for networks of SELU, in training: a value is replaced by SELU's least value α′ = −1.7581 with probability <c>rate</c>, and
/// then all become a·x + b, with a = ((1 − rate)·(1 + rate·α′²))^−½ and b = −a·α′·rate, so that mean and variance stay 0 and 1.
/// Passes everything on otherwise. Klambauer et al., "Self-normalizing neural networks", 2017;
/// Keras: layers/regularization/alpha_dropout.py.
/// </summary>
public sealed class AlphaDropout : Layer
{
    /// <summary>−α·scale of SELU.</summary>
    private const float Dropped = -1.7580993408473766f;

    private readonly float rate, scale, offset;
    private LayerMemory factors = null!;

    /// <summary>Makes a dropout layer for SELU.</summary>
    /// <param name="rate">The probability of replacing a value, from 0 to less than 1.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
    public AlphaDropout(float rate, string? name = null)
        : base(name)
    {
        this.rate = Require.FractionBelowOne(rate);
        scale = 1 / MathF.Sqrt((1 - rate) * (1 + rate * Dropped * Dropped));
        offset = -scale * Dropped * rate;
    }

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder) => factors = DropFactors.Declare(builder);

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        if (!DropFactors.AreDrawn(frame, rate))
        {
            frame.Input.Data.CopyTo(frame.Output.Data);
            return;
        }

        // a·x + b where kept and a·α′ + b where not are both factor·(x − α′) + (a·α′ + b), with the factor a or 0.
        Span<float> output = frame.Output.Data, factors = frame[this.factors].Data;
        frame.RowRandom.FillKeptOrZero(frame[this.factors], rate, kept: scale);
        TensorPrimitives.Subtract(frame.Input.Data, Dropped, output);
        TensorPrimitives.Multiply(output, factors, output);
        TensorPrimitives.Add(output, scale * Dropped + offset, output);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame) => DropFactors.PutGradient(frame, rate, factors);

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("rate", rate);

    internal static AlphaDropout From(Configuration configuration) =>
        new(configuration.GetSingle("rate"), configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.AlphaDropout"/>.</summary>
public static class AlphaDropoutExtensions
{
    /// <summary>Puts a dropout for SELU on top. See <see cref="NeuralNet.AlphaDropout"/>.</summary>
    public static T AlphaDropout<T>(this ILayerStack<T> stack, float rate, string? name = null)
        where T : ILayerStack<T> => stack.Add(new AlphaDropout(rate, name));
}
