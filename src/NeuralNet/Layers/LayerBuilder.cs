namespace NeuralNet;

/// <summary>Tells a layer what it is fed with and takes down the parameters it declares.</summary>
public sealed class LayerBuilder
{
    private readonly Layer layer;
    private readonly List<Parameter> parameters = [];
    private bool isFinished;

    internal LayerBuilder(Layer layer, IReadOnlyList<Shape> inputShapes)
    {
        this.layer = layer;
        InputShapes = inputShapes;
    }

    /// <summary>The shape of each input, without the batch axis.</summary>
    public IReadOnlyList<Shape> InputShapes { get; }

    /// <summary>The shape of the only input, without the batch axis.</summary>
    /// <exception cref="ArgumentException">The layer is fed with several inputs.</exception>
    public Shape InputShape => InputShapes.Count == 1
        ? InputShapes[0]
        : throw Error($"takes one input; it was given {InputShapes.Count}. Merge them first, with Concatenate for example");

    /// <summary>Declares a parameter.</summary>
    /// <param name="name">Its name within the layer, such as <c>kernel</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">What fills it.</param>
    /// <param name="isTrainable">False for statistics that the layer keeps itself.</param>
    /// <param name="regularizer">A penalty on its values.</param>
    /// <param name="constraint">A rule for its values.</param>
    /// <exception cref="ArgumentException">The name is empty or declared already, or the constraint is not for this shape.</exception>
    /// <exception cref="InvalidOperationException">The layer is built already.</exception>
    public Parameter AddParameter(
        string name, Shape shape, Initializer initializer, bool isTrainable = true, Regularizer? regularizer = null,
        Constraint? constraint = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(initializer);
        if (parameters.Any(existing => existing.ShortName == name))
            throw Error($"declares two parameters named '{name}'");
        if (isFinished)
            throw new InvalidOperationException($"The layer '{layer.Name}' ({layer.ClassName}) is built; it declares its parameters in Build, not later.");
        if (constraint?.Objection(shape) is { } objection)
            throw Error($"has a constraint on '{name}' that {objection}");
        var parameter = new Parameter(layer, name, shape, initializer, isTrainable, regularizer, constraint);
        parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Ends the declarations and gives them.</summary>
    internal IReadOnlyList<Parameter> Finish()
    {
        isFinished = true;
        return parameters;
    }

    /// <summary>The exception to throw when the layer cannot be built: <c>The layer 'dense' (Dense)</c>, then the message.</summary>
    public ArgumentException Error(string message) => new($"The layer '{layer.Name}' ({layer.ClassName}) {message}.");
}
