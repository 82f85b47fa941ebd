using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// An input that maximizes the activation of one neuron: from a start, steps of one length up the gradient, with a decay that keeps the
/// input small and limits that keep it valid. Erhan et al., "Visualizing higher-layer features of a deep network", 2009; Simonyan, Vedaldi
/// and Zisserman, "Deep inside convolutional networks", 2014.
/// </summary>
public sealed class ActivationMaximization
{
    private ActivationMaximization(Tensor input, float[] activations)
    {
        Input = input;
        Activations = activations;
    }

    /// <summary>The input of the maximum activation among the start and the results of all steps.</summary>
    public Tensor Input { get; }

    /// <summary>The activations of the neuron at the start and after each step.</summary>
    public IReadOnlyList<float> Activations { get; }

    /// <summary>The activation of the neuron for <see cref="Input"/>.</summary>
    public float Activation => Activations.Max();

    /// <summary>Computes an input.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="layerName">The name of the neuron's layer.</param>
    /// <param name="neuron">The index of the neuron in its layer, in row-major order.</param>
    /// <param name="start">The input to begin with; by default small random values around the middle of the limits.</param>
    /// <param name="steps">The number of steps, 200 by default.</param>
    /// <param name="stepSize">The root mean square of a step as a fraction of the range between the limits; 0.02 by default.</param>
    /// <param name="decay">The fraction by which values return to the middle of the limits in each step; 0.001 by default.</param>
    /// <param name="minimum">The minimum of the values of an input; −1 by default.</param>
    /// <param name="maximum">The maximum of the values of an input; 1 by default.</param>
    /// <param name="seed">The seed of the random start.</param>
    /// <param name="cancellationToken">Cancels the work between two steps.</param>
    /// <exception cref="ArgumentException">
    /// There is no such layer, a layer has no derivative, the start does not fit, or the model has several inputs or outputs.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron, or a number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The activation is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static ActivationMaximization Of(
        Model model, string layerName, int neuron, Tensor? start = null, int steps = 200, float stepSize = 0.02f, float decay = 0.001f,
        float minimum = -1, float maximum = 1, int seed = 0, CancellationToken cancellationToken = default)
    {
        Neurons.RequireSingle(model);
        Tensor? given = start is null ? null : Data.Row(start, model.InputShapes[0], nameof(start));
        Shape shape = given?.Shape.WithoutBatch() ?? model.InputShapes[0];
        if (!shape.IsFixed)
            throw new ArgumentException(
                $"The model '{model.Name}' takes rows of shape {shape}, of any size along an open axis (None); give a start, whose "
                    + "shape the "
                + "input then has.", nameof(start));
        Model part = Neurons.PartUpTo(model, shape, layerName, neuron);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        Settings.Require(stepSize, stepSize > 0, "a positive number");
        Settings.Require(decay, decay is >= 0 and < 1, "at minimum 0 and less than 1");
        Settings.Require(
            maximum, minimum < maximum && float.IsFinite(maximum - minimum),
            FormattableString.Invariant($"greater than the minimum, {minimum}, and their difference finite"));

        Differentiability.Require(part, "Activation maximization");

        Tensor x = given?.Clone() ?? RandomStart(shape, minimum, maximum, seed);
        TensorPrimitives.Clamp(x.AsSpan(), minimum, maximum, x.AsSpan());
        var outputGradient = new Tensor(part.OutputShapesFor([x])[0]);
        outputGradient.AsSpan()[neuron] = 1;
        float[] activations = new float[steps + 1];
        activations[0] = Activate(part, x, neuron);
        (Tensor best, float maxActivation) = (x.Clone(), activations[0]);
        for (int step = 1; step <= steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tensor gradient = part.InputGradient(x, outputGradient, cancellationToken: cancellationToken);
            Climb(x.AsSpan(), gradient.AsSpan(), stepSize * (maximum - minimum), decay, minimum, maximum);
            activations[step] = Activate(part, x, neuron);
            if (activations[step] > maxActivation)
                (best, maxActivation) = (x.Clone(), activations[step]);
        }

        return new ActivationMaximization(best.Reshape(shape), activations);
    }

    private static float Activate(Model part, Tensor x, int neuron) =>
        PredictionFunction.RequireFinite(part.Predict(x).AsSpan()[neuron], neuron);

    /// <summary>x ← x·(1 − decay) towards the middle + length·g/‖g‖, ‖·‖ the root mean square; a zero gradient moves nothing up.</summary>
    private static void Climb(Span<float> x, ReadOnlySpan<float> gradient, float length, float decay, float minimum, float maximum)
    {
        float norm = TensorPrimitives.Norm(gradient) / MathF.Sqrt(gradient.Length), middle = minimum + (maximum - minimum) / 2;
        float scale = norm > 0 ? length / norm : 0;
        for (int i = 0; i < x.Length; i++)
            x[i] = Math.Clamp(x[i] - decay * (x[i] - middle) + scale * gradient[i], minimum, maximum);
    }

    private static Tensor RandomStart(Shape shape, float minimum, float maximum, int seed)
    {
        var random = new RandomStream(seed);
        var start = new Tensor(shape.WithBatch(1));
        foreach (ref float value in start.AsSpan())
            value = minimum + (maximum - minimum) / 2 + 0.05f * (maximum - minimum) * (float)random.NextNormal();
        return start;
    }
}
