using System.Globalization;
using System.Numerics.Tensors;
using System.Text;

namespace NeuralNet;

/// <summary>
/// Proves a backward pass by differences of the forward pass, for authors of layers and losses:
/// <c>GradientCheck.Run(new MyLayer(), 4).ThrowIfAbove(1e-3)</c>. Along random directions d it compares Σ gradient·d with
/// (L(v + h·d) − L(v − h·d))/2h, where L = Σ output·g for a random g; sums are made in double. Of several widths h the one that agrees
/// best counts: wide ones drown rounding, narrow ones miss kinks such as that of ReLU.
/// </summary>
public sealed class GradientCheck
{
    private const int Directions = 4;
    private const int BatchSize = 4;

    /// <summary>Derivatives below this share of the length of output·g are taken as that large: rounding cannot tell them from 0.</summary>
    private const double LeastDerivative = 1e-2;

    private static readonly float[] Widths = [1 / 16f, 1 / 64f, 1 / 256f, 1 / 1024f];

    private readonly string subject;

    private GradientCheck(string subject, IReadOnlyList<KeyValuePair<string, double>> errors)
    {
        this.subject = subject;
        Errors = errors;
    }

    /// <summary>The largest relative error of each parameter and input, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Errors { get; }

    /// <summary>The largest relative error of all; of a right backward pass in float32 below 10⁻³, of a wrong one mostly near 1.</summary>
    public double LargestError => Errors.Count == 0 ? 0 : Errors.Max(error => error.Value);

    /// <summary>Checks a layer in a training pass with random inputs, four rows of each shape.</summary>
    /// <param name="layer">The layer. If it has no values yet, they are drawn; otherwise they are as before afterwards.</param>
    /// <param name="inputShapes">The shape of a row of each input, without the batch axis.</param>
    public static GradientCheck Run(Layer layer, params ReadOnlySpan<Shape> inputShapes)
    {
        var random = new RandomStream(1);
        var inputs = new List<Tensor>();
        foreach (Shape shape in inputShapes)
            inputs.Add(Normal(shape.WithBatch(BatchSize), random));
        return Run(layer, inputs);
    }

    /// <summary>Checks a layer with inputs of the caller's.</summary>
    /// <param name="layer">The layer. If it has no values yet, they are drawn; otherwise they are as before afterwards.</param>
    /// <param name="inputs">The inputs, with the batch as their first axis.</param>
    /// <param name="isTraining">Whether the pass is a training pass; random layers draw the same numbers each time.</param>
    /// <param name="checkInputs">Whether the gradients of the inputs are checked too; not for token numbers, which have none.</param>
    public static GradientCheck Run(Layer layer, IReadOnlyList<Tensor> inputs, bool isTraining = true, bool checkInputs = true)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(inputs);
        Input[] nodes = [.. inputs.Select(input => new Input(input.Shape.WithoutBatch()))];
        if (nodes.Length == 0)
            throw new ArgumentException("A layer is checked with at least one input.", nameof(inputs));
        Node output = nodes.Length == 1 ? nodes[0].Add(layer) : nodes[0].Merge(layer, [.. nodes.Skip(1)]);
        layer.InitializeParameters(seed: 1, layerIndex: 0);
        var plan = new ExecutionPlan(
            LayerGraph.Between(nodes, [output]), inputs[0].Rows, GradientTargets.Parameters | GradientTargets.Inputs);
        for (int i = 0; i < inputs.Count; i++)
            inputs[i].Data.CopyTo(plan.Inputs[i].Data, 0);

        Tensor upstream = Normal(plan.Outputs[0].Shape, new RandomStream(2));
        Parameter[] parameters = [.. layer.Parameters.Where(parameter => parameter.IsTrainable)];
        Forward(plan, isTraining);
        double leastDerivative = LeastDerivative * Norm(plan.Outputs[0], upstream);
        upstream.Data.CopyTo(plan.OutputFrames[0].OutputGradient.Data, 0);
        plan.Backward();

        List<Variable> variables = [.. parameters.Select(parameter => new Variable(parameter.Name, parameter.Value, parameter.Gradient))];
        for (int i = 0; checkInputs && i < inputs.Count; i++)
            variables.Add(new Variable(inputs.Count == 1 ? "input" : FormattableString.Invariant($"input {i}"), plan.Inputs[i], plan.InputGradient(i)));
        return Check($"{layer.Name} ({layer.ClassName})", variables, leastDerivative, () =>
        {
            Forward(plan, isTraining);
            return Dot(plan.Outputs[0], upstream) + plan.Penalty();
        });
    }

    /// <summary>Checks the gradient of a loss by its predictions.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="target">The targets, in the shape that the loss takes.</param>
    /// <param name="prediction">The predictions at which it is checked.</param>
    /// <param name="activation">If given, the predictions are logits, and the gradients fused with this activation are checked.</param>
    public static GradientCheck Run(Loss loss, Tensor target, Tensor prediction, Activation? activation = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        int rowLength = prediction.Shape.Last;
        Tensor at = prediction.Clone(), gradient = new(prediction.Shape), activated = prediction.Clone();
        var losses = new Tensor(prediction.Length / rowLength);
        activation?.Forward(prediction.Data, activated.Data, rowLength);
        if (activation is null)
            loss.Gradient(target.Data, at.Data, rowLength, gradient.Data);
        else
            loss.GradientLogits(target.Data, activated.Data, rowLength, gradient.Data);

        Evaluate();
        return Check(loss.Name, [new Variable("prediction", at, gradient)], LeastDerivative * TensorPrimitives.Norm<float>(losses.Data), Evaluate);

        double Evaluate()
        {
            if (activation is null)
                loss.Evaluate(target.Data, at.Data, rowLength, losses.Data);
            else
                loss.EvaluateLogits(target.Data, at.Data, rowLength, losses.Data);
            return Sum(losses.Data);
        }
    }

    /// <summary>Throws if an error is larger than this.</summary>
    /// <exception cref="InvalidOperationException">The gradients are wrong; the message has all errors.</exception>
    public void ThrowIfAbove(double tolerance)
    {
        if (!(LargestError <= tolerance))
            throw new InvalidOperationException($"{this} The largest allowed is {tolerance.ToString("G3", CultureInfo.InvariantCulture)}.");
    }

    /// <summary>The errors, one for each parameter and input.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"Relative errors of the gradients of {subject}: ");
        text.AppendJoin(", ", Errors.Select(error => $"{error.Key} {error.Value.ToString("E1", CultureInfo.InvariantCulture)}"));
        return text.Append('.').ToString();
    }

    private static GradientCheck Check(string subject, List<Variable> variables, double leastDerivative, Func<double> evaluate)
    {
        var random = new RandomStream(3);
        List<Variable> snapshots = [.. variables.Select(variable => variable with { Gradient = variable.Gradient.Clone() })];
        return new GradientCheck(subject, [.. snapshots.Select(variable => KeyValuePair.Create(
            variable.Name, Enumerable.Range(0, Directions).Max(_ => Error(variable, leastDerivative, evaluate, random))))]);
    }

    /// <summary>The relative error along one direction, in which each value goes up or down.</summary>
    private static double Error(Variable variable, double leastDerivative, Func<double> evaluate, RandomStream random)
    {
        Tensor direction = new(variable.Value.Shape), start = variable.Value.Clone();
        for (int i = 0; i < direction.Length; i++)
            direction.Data[i] = random.NextInt32(2) == 0 ? -1 : 1;
        double expected = Dot(variable.Gradient, direction), smallest = double.PositiveInfinity;
        foreach (float width in Widths)
        {
            double above = EvaluateAt(width), below = EvaluateAt(-width);
            double measured = (above - below) / (2 * (double)width);
            double scale = Math.Max(Math.Max(Math.Abs(measured), Math.Abs(expected)), leastDerivative);
            double error = measured == expected ? 0 : Math.Abs(measured - expected) / scale;
            smallest = Math.Min(smallest, double.IsNaN(error) ? double.PositiveInfinity : error);
        }

        start.Data.CopyTo(variable.Value.Data, 0);
        return smallest;

        double EvaluateAt(float width)
        {
            TensorPrimitives.MultiplyAdd(direction.Data, width, start.Data, variable.Value.Data);
            return evaluate();
        }
    }

    private static void Forward(ExecutionPlan plan, bool isTraining) => plan.Forward(isTraining, seed: 1);

    private static Tensor Normal(Shape shape, RandomStream random)
    {
        var tensor = new Tensor(shape);
        for (int i = 0; i < tensor.Length; i++)
            tensor.Data[i] = (float)random.NextNormal();
        return tensor;
    }

    private static double Dot(Tensor a, Tensor b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a.Data[i] * b.Data[i];
        return sum;
    }

    private static double Norm(Tensor a, Tensor b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a.Data[i] * b.Data[i] * a.Data[i] * b.Data[i];
        return Math.Sqrt(sum);
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += value;
        return sum;
    }

    /// <summary>What is moved, and the gradient that is claimed for it.</summary>
    private sealed record Variable(string Name, Tensor Value, Tensor Gradient);
}
