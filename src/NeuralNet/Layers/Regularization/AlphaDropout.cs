using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Replaces each value by SELU's lower limit α′ = −1.7581 with probability <c>rate</c> in training, and then computes a·x + b of all
/// values, with a = ((1 − rate)·(1 + rate·α′²))^−½ and b = −a·α′·rate, so that mean and variance stay 0 and 1; passes its input on
/// otherwise. A dropout for networks of SELU. Klambauer et al., "Self-normalizing neural networks", 2017; Keras:
/// layers/regularization/alpha_dropout.py.
/// </summary>
/// <param name="rate">The probability of replacing a value, from 0 to less than 1.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
[Configurable]
public sealed partial class AlphaDropout(float rate, string? name = null) : Layer(name)
{
    /// <summary>−α·scale of SELU.</summary>
    private const float Dropped = -1.7580993408473766f;

    private readonly float rate = Require.FractionBelowOne(rate);
    private readonly float scale = 1 / MathF.Sqrt((1 - rate) * (1 + rate * Dropped * Dropped));
    private LayerMemory factors = null!;

    private float Offset => -scale * Dropped * rate;

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    internal override bool IsIdentityInPredictions => true;

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

        // a·x + b for a kept value and a·α′ + b for a replaced one are both factor·(x − α′) + (a·α′ + b), with the factor a or 0.
        Span<float> output = frame.Output.Data, factors = frame[this.factors].Data;
        frame.RowRandom.FillKeptOrZero(frame[this.factors], rate, kept: scale);
        TensorPrimitives.Subtract(frame.Input.Data, Dropped, output);
        TensorPrimitives.Multiply(output, factors, output);
        TensorPrimitives.Add(output, scale * Dropped + Offset, output);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame) => DropFactors.PutGradient(frame, rate, factors);
}
