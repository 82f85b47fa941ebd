using System.Globalization;

namespace NeuralNet;

/// <summary>A tensor that a layer owns, such as a kernel, a bias or a running mean. Training changes a trainable parameter.</summary>
public sealed class Parameter
{
    private readonly Layer owner;
    private readonly string shortName;
    private readonly Initializer initializer;
    private readonly bool declaredTrainable;
    private Tensor? value;

    internal Parameter(
        Layer owner, string shortName, Shape shape, Initializer initializer, bool isTrainable, Regularizer? regularizer,
        Constraint? constraint)
    {
        this.owner = owner;
        this.shortName = shortName;
        this.initializer = initializer;
        declaredTrainable = isTrainable;
        Shape = shape;
        Regularizer = regularizer;
        Constraint = constraint;
    }

    /// <summary>
    /// The layer's name and the parameter's own, such as <c>dense/kernel</c>. Within a model of models it may not be the only one of this
    /// name; <see cref="Model.PathOf(Parameter)"/> tells them apart.
    /// </summary>
    public string Name => $"{owner.Name}/{shortName}";

    /// <summary>The parameter's own name, without that of its layer, such as <c>kernel</c>. Keras: <c>Variable.name</c>.</summary>
    public string ShortName => shortName;

    /// <summary>The sizes of the axes; of a kernel (inputs, outputs).</summary>
    public Shape Shape { get; }

    /// <summary>The values, which are drawn when the layer becomes part of a model.</summary>
    /// <exception cref="InvalidOperationException">The layer is not part of a model yet.</exception>
    public Tensor Value => value
        ?? throw new InvalidOperationException(
            $"'{Name}' has no values yet: they are drawn from the model's seed when the layers are put into a Model.");

    /// <summary>
    /// Gets a value indicating whether training changes the parameter: it is neither a statistic nor part of a frozen layer.
    /// </summary>
    public bool IsTrainable => declaredTrainable && owner.IsTrainable;

    /// <summary>The penalty on the values; null if there is none.</summary>
    public Regularizer? Regularizer { get; }

    /// <summary>The constraint on the values after each update; null if there is none.</summary>
    public Constraint? Constraint { get; }

    internal bool HasValue => value is not null;

    /// <summary>The layer that declared the parameter; a layer made of another, as by Logits, has the parameters of the other.</summary>
    internal Layer Owner => owner;

    /// <summary>Replaces the values, by copy.</summary>
    /// <exception cref="ArgumentException">The shape differs.</exception>
    public void SetValue(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!values.Shape.Equals(Shape))
            throw new ArgumentException($"'{Name}' has the shape {Shape}; the values have {values.Shape}.", nameof(values));
        value ??= new Tensor(Shape);
        values.Data.CopyTo(value.Data);
    }

    /// <summary>Sets a tensor as the values of a parameter that has no values yet, without copying it.</summary>
    /// <exception cref="ArgumentException">The shape differs.</exception>
    internal void TakeOver(Tensor values)
    {
        if (value is not null)
            SetValue(values);
        else if (values.Shape.Equals(Shape))
            value = values;
        else
            throw new ArgumentException($"'{Name}' has the shape {Shape}; the values have {values.Shape}.", nameof(values));
    }

    internal void Initialize(RandomStream random)
    {
        var drawn = new Tensor(Shape);
        initializer.Initialize(drawn.Data, Shape, random);
        if (drawn.IndexOfNotFinite() >= 0)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"The initializer {initializer.ClassName} gave '{Name}' the value {drawn.Data[drawn.IndexOfNotFinite()]}; parameters begin "
                + $"with finite numbers."));
        }

        value = drawn;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";
}
