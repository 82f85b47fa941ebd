namespace NeuralNet;

/// <summary>Provides a layer with the shapes of its inputs, and records the parameters and the memory that the layer declares.</summary>
public sealed class LayerBuilder
{
    private readonly Layer layer;
    private readonly IReadOnlyList<Parameter>? existing;
    private readonly List<Parameter> parameters = [];
    private readonly List<LayerMemory> memory = [];
    private bool isFinished;

    /// <param name="layer">The layer that is built.</param>
    /// <param name="inputShapes">The shapes of its inputs.</param>
    /// <param name="existing">
    /// The parameters of a layer that was built before and must make the same declarations again; null for a new layer.
    /// </param>
    internal LayerBuilder(Layer layer, IReadOnlyList<Shape> inputShapes, IReadOnlyList<Parameter>? existing = null)
    {
        this.layer = layer;
        this.existing = existing;
        InputShapes = inputShapes;
    }

    /// <summary>The shape of each input, without the batch axis. Axes may be open (<see cref="Shape.Open"/>).</summary>
    public IReadOnlyList<Shape> InputShapes { get; }

    /// <summary>The shape of the only input, without the batch axis.</summary>
    /// <exception cref="ArgumentException">The layer is fed with several inputs.</exception>
    public Shape InputShape => InputShapes.Count == 1
        ? InputShapes[0]
        : throw Error($"takes one input; it was given {InputShapes.Count}. Merge them first, with Concatenate for example");

    /// <summary>Gets the size of the last axis of the only input.</summary>
    /// <exception cref="ArgumentException">A row has no axis or no value.</exception>
    internal int Features => InputShape is { Rank: > 0, Last: not 0 } shape
        ? shape.Last
        : throw Error($"needs an input with at least one value a row; it was given the shape {InputShape}");

    internal IReadOnlyList<Parameter> Parameters => parameters;

    internal IReadOnlyList<LayerMemory> Memory => memory;

    /// <summary>Declares a parameter.</summary>
    /// <param name="name">The name within the layer, such as <c>kernel</c>.</param>
    /// <param name="shape">The shape; every axis has a size.</param>
    /// <param name="initializer">The initializer that fills the parameter.</param>
    /// <param name="isTrainable">true if training changes the parameter; false for statistics that the layer updates itself.</param>
    /// <param name="regularizer">The penalty on the values; none by default.</param>
    /// <param name="constraint">The constraint on the values; none by default.</param>
    /// <returns>The parameter; of a layer that was built before, the existing one.</returns>
    /// <exception cref="ArgumentException">
    /// The name is empty or declared already, the shape is open or differs from that of an earlier build, or the constraint does not fit
    /// the shape.
    /// </exception>
    /// <exception cref="InvalidOperationException">The layer is built already.</exception>
    public Parameter AddParameter(
        string name, Shape shape, Initializer initializer, bool isTrainable = true, Regularizer? regularizer = null,
        Constraint? constraint = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(initializer);
        RequireBuilding("parameters");
        if (parameters.Any(parameter => parameter.ShortName == name))
            throw Error($"declares two parameters named '{name}'");
        if (!shape.IsFixed)
        {
            throw Error(
                $"needs a size where the input's shape {Join(InputShapes)} is open (None): its parameter '{name}' would have the shape "
                + $"{shape}");
        }

        if (constraint?.Objection(shape) is { } objection)
            throw Error($"has a constraint on '{name}' that {objection}");
        Parameter declared = existing is null
            ? new Parameter(layer, name, shape, initializer, isTrainable, regularizer, constraint)
            : Existing(name, shape);
        parameters.Add(declared);
        return declared;
    }

    /// <summary>Declares memory whose values stay from Forward to Backward. The values are zeros at first.</summary>
    /// <param name="name">The name within the layer.</param>
    /// <param name="shape">Computes the shape, with the batch axis, from the shapes of a plan.</param>
    /// <exception cref="ArgumentException">The name is empty or declared already.</exception>
    public LayerMemory AddMemory(string name, Func<PassShapes, Shape> shape) => AddMemory(name, shape, isKept: true);

    /// <summary>
    /// Declares memory for a single call of Forward or Backward. Layers share it, so its values are arbitrary when a call begins.
    /// </summary>
    /// <inheritdoc cref="AddMemory(string, Func{PassShapes, Shape})"/>
    public LayerMemory AddWorkspace(string name, Func<PassShapes, Shape> shape) => AddMemory(name, shape, isKept: false);

    /// <summary>Declares the parameters of a composite layer: those of its parts.</summary>
    internal void Adopt(IEnumerable<Parameter> ofParts) => parameters.AddRange(ofParts);

    /// <summary>Creates the exception for a layer that cannot be built: <c>The layer 'dense' (Dense)</c>, then the message.</summary>
    public ArgumentException Error(string message) => layer.Error(message);

    /// <summary>Ends the declarations.</summary>
    /// <exception cref="ArgumentException">A layer that was built before declares fewer parameters than before.</exception>
    internal void RequireSame()
    {
        isFinished = true;
        if (existing is not null && existing.Count != parameters.Count)
            throw Differs($"declares {Counted.Of(parameters.Count, "parameter")} in place of {existing.Count}");
    }

    private LayerMemory AddMemory(string name, Func<PassShapes, Shape> shape, bool isKept)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        RequireBuilding("memory");
        if (memory.Any(declared => declared.Name == name))
            throw Error($"declares memory named '{name}' twice");
        var added = new LayerMemory(name, memory.Count, isKept, shape);
        memory.Add(added);
        return added;
    }

    private Parameter Existing(string name, Shape shape)
    {
        Parameter declared = existing!.FirstOrDefault(parameter => parameter.ShortName == name)
            ?? throw Differs($"declares another parameter, '{name}'");
        return declared.Shape.Equals(shape)
            ? declared
            : throw Differs($"would need the parameter '{name}' in shape {shape}, where it has {declared.Shape}");
    }

    private ArgumentException Differs(string how) => Error(
        $"was built for inputs of shape {Join(layer.InputShapes)} and cannot take {Join(InputShapes)}: there it {how}. Make a layer of "
        + "its own for them");

    private void RequireBuilding(string what)
    {
        if (isFinished)
        {
            throw new InvalidOperationException(
                $"The layer '{layer.Name}' ({layer.ClassName}) is built; it declares its {what} in Build, not later.");
        }
    }

    private static string Join(IReadOnlyList<Shape> shapes) => string.Join(" and ", shapes);
}
