using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// An input made for one neuron, to which it says as much as possible: from a start, steps of one length up the gradient, with a
/// decay that keeps the input small and limits that keep it possible. Erhan et al., "Visualizing higher-layer features of a deep
/// network", 2009; Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks", 2014.
/// </summary>
public sealed class ActivationMaximization
{
    private ActivationMaximization(Tensor input, float[] activations)
    {
        Input = input;
        Activations = activations;
    }

    /// <summary>The input that was found, of all on the way the one to which the neuron said most.</summary>
    public Tensor Input { get; }

    /// <summary>What the neuron said at the start and after each step.</summary>
    public IReadOnlyList<float> Activations { get; }

    /// <summary>What the neuron says to <see cref="Input"/>.</summary>
    public float Activation => Activations.Max();

    /// <summary>Makes an input.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="layerName">The name of the neuron's layer.</param>
    /// <param name="neuron">The number of the neuron in its layer, counted from 0 in row-major order.</param>
    /// <param name="start">The input to begin with; by default small random values around the middle of the limits.</param>
    /// <param name="steps">The number of steps, 200 by default.</param>
    /// <param name="stepSize">The root mean square of a step as a share of the range between the limits; 0.02 by default.</param>
    /// <param name="decay">The share by which values go back to the middle of the limits in each step; 0.001 by default.</param>
    /// <param name="least">The least value of an input; −1 by default.</param>
    /// <param name="greatest">The greatest value of an input; 1 by default.</param>
    /// <param name="seed">Decides the random start.</param>
    /// <param name="cancellationToken">Ends the work between two steps.</param>
    /// <exception cref="ArgumentException">
    /// There is no such layer, a layer has no derivative, the start does not fit, or the model has several inputs or outputs.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such neuron, or a number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">What the neuron says is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static ActivationMaximization Of(
        Model model, string layerName, int neuron, Tensor? start = null, int steps = 200, float stepSize = 0.02f, float decay = 0.001f,
        float least = -1, float greatest = 1, int seed = 0, CancellationToken cancellationToken = default)
    {
        Neurons.RequireSingle(model);
        Tensor? given = start is null ? null : Data.Row(start, model.InputShapes[0], nameof(start));
        Shape shape = given?.Shape.WithoutBatch() ?? model.InputShapes[0];
        if (!shape.IsFixed)
            throw new ArgumentException(
                $"The model '{model.Name}' takes rows of shape {shape}, of any size along an open axis (None); give a start, whose shape the "
                + "input then has.", nameof(start));
        Model part = Neurons.PartUpTo(model, shape, layerName, neuron);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        Require.Positive(stepSize);
        Require.FractionBelowOne(decay);
        if (!(least < greatest && float.IsFinite(greatest - least)))
        {
            throw Require.Wrong(
                nameof(greatest), greatest,
                FormattableString.Invariant($"The greatest value must be above the least, {least}, and their difference finite."));
        }

        Differentiability.Require(part, "Activation maximization");

        Tensor x = given?.Clone() ?? RandomStart(shape, least, greatest, seed);
        TensorPrimitives.Clamp(x.AsSpan(), least, greatest, x.AsSpan());
        var outputGradient = new Tensor(part.Graph.OutputShapesFor([x])[0]);
        outputGradient.AsSpan()[neuron] = 1;
        float[] activations = new float[steps + 1];
        activations[0] = Activate(part, x, neuron);
        (Tensor best, float most) = (x.Clone(), activations[0]);
        for (int step = 1; step <= steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Tensor gradient = part.InputGradient(x, outputGradient, cancellationToken: cancellationToken);
            Climb(x.AsSpan(), gradient.AsSpan(), stepSize * (greatest - least), decay, least, greatest);
            activations[step] = Activate(part, x, neuron);
            if (activations[step] > most)
                (best, most) = (x.Clone(), activations[step]);
        }

        return new ActivationMaximization(best.Reshape(shape), activations);
    }

    private static float Activate(Model part, Tensor x, int neuron) => Predictor.RequireFinite(part.Predict(x).AsSpan()[neuron], neuron);

    /// <summary>x ← x·(1 − decay) towards the middle + length·g/‖g‖, ‖·‖ the root mean square; a zero gradient moves nothing up.</summary>
    private static void Climb(Span<float> x, ReadOnlySpan<float> gradient, float length, float decay, float least, float greatest)
    {
        float norm = TensorPrimitives.Norm(gradient) / MathF.Sqrt(gradient.Length), middle = least + (greatest - least) / 2;
        float scale = norm > 0 ? length / norm : 0;
        for (int i = 0; i < x.Length; i++)
            x[i] = Math.Clamp(x[i] - decay * (x[i] - middle) + scale * gradient[i], least, greatest);
    }

    private static Tensor RandomStart(Shape shape, float least, float greatest, int seed)
    {
        var random = new RandomStream(seed);
        var start = new Tensor(shape.WithBatch(1));
        foreach (ref float value in start.AsSpan())
            value = least + (greatest - least) / 2 + 0.05f * (greatest - least) * (float)random.NextNormal();
        return start;
    }
}
