using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The mean over the row of p − t·log(p + 10⁻⁷), for predictions p of a count t; derivative 1 − t/(p + 10⁻⁷). Predictions must not be
/// negative: end the model with softplus or exponential. Keras: losses/losses.py, <c>Poisson</c>.
/// </summary>
[Configurable]
public sealed partial class Poisson : Loss
{
    /// <inheritdoc/>
    protected internal override void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses) =>
        ElementwiseLoss.Evaluate(target, prediction, rowLength, losses, default(Terms));

    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
        ElementwiseLoss.Gradient(target, prediction, rowLength, gradient, default(Terms));

    private readonly struct Terms : IElementwiseLoss
    {
        public Vector<float> Value(Vector<float> target, Vector<float> prediction) =>
            prediction - target * Vector.Log(prediction + new Vector<float>(1e-7f));

        public Vector<float> Derivative(Vector<float> target, Vector<float> prediction) =>
            Vector<float>.One - target / (prediction + new Vector<float>(1e-7f));
    }
}
