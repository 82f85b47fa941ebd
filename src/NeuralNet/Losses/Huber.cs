using System.Numerics;

namespace NeuralNet;

/// <summary>
/// The mean over the row of ½e² where |e| ≤ δ, else δ·|e| − ½δ², with e = prediction − target: squared errors that grow only
/// linearly for outliers. Huber, "Robust estimation of a location parameter", 1964; Keras: losses/losses.py, <c>Huber</c>.
/// </summary>
/// <param name="delta">The magnitude δ of the error from which the loss is linear; 1 by default.</param>
[Configurable("huber_loss")]
public sealed partial class Huber(float delta = 1) : Loss
{
    private readonly float delta = Require.Positive(delta);

    /// <inheritdoc/>
    public override string Name => "huber_loss";

    /// <inheritdoc/>
    protected internal override void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses) =>
        ElementwiseLoss.Evaluate(target, prediction, rowLength, losses, new Terms(delta));

    /// <inheritdoc/>
    protected internal override void Gradient(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) =>
        ElementwiseLoss.Gradient(target, prediction, rowLength, gradient, new Terms(delta));

    private readonly struct Terms(float delta) : IElementwiseLoss
    {
        public Vector<float> Value(Vector<float> target, Vector<float> prediction)
        {
            Vector<float> error = Vector.Abs(prediction - target), inside = Vector.Min(error, new Vector<float>(delta));
            return inside * (error - inside * 0.5f);
        }

        public Vector<float> Derivative(Vector<float> target, Vector<float> prediction) =>
            Vector.Min(Vector.Max(prediction - target, new Vector<float>(-delta)), new Vector<float>(delta));
    }
}
