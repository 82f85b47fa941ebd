namespace NeuralNet;

/// <summary>
/// Functions that create a program's own layers, losses and so on when a file names them, by their class names, from the settings that
/// their <c>WriteTo</c> wrote. A class under the name of a class of the library replaces that class. Nothing is registered beyond the call
/// that receives this object.
/// </summary>
/// <example>
/// <code>
/// var custom = new CustomObjects().Add("Scale", settings => new Scale(settings.GetSingle("factor")));
/// Model model = Model.Load("model.safetensors", custom);
/// </code>
/// </example>
public sealed class CustomObjects
{
    internal CustomFactories Factories { get; } = new();

    /// <summary>Adds a layer. The loader sets its name and whether it is trainable.</summary>
    /// <param name="className">The class name that its <c>ClassName</c> gives.</param>
    /// <param name="create">Creates the object from its settings.</param>
    /// <exception cref="ArgumentException">The name is empty, or a class of this kind was added with this name already.</exception>
    public CustomObjects Add(string className, Func<Configuration, Layer> create) => Put(className, create);

    /// <summary>Adds an activation, by its <see cref="Activation.Name"/>.</summary>
    /// <inheritdoc cref="Add(string, Func{Configuration, Layer})"/>
    public CustomObjects Add(string className, Func<Configuration, Activation> create) => Put(className, create);

    /// <summary>Adds an initializer.</summary>
    /// <inheritdoc cref="Add(string, Func{Configuration, Layer})"/>
    public CustomObjects Add(string className, Func<Configuration, Initializer> create) => Put(className, create);

    /// <summary>Adds a regularizer.</summary>
    /// <inheritdoc cref="Add(string, Func{Configuration, Layer})"/>
    public CustomObjects Add(string className, Func<Configuration, Regularizer> create) => Put(className, create);

    /// <summary>Adds a constraint.</summary>
    /// <inheritdoc cref="Add(string, Func{Configuration, Layer})"/>
    public CustomObjects Add(string className, Func<Configuration, Constraint> create) => Put(className, create);

    /// <summary>Adds a loss.</summary>
    /// <inheritdoc cref="Add(string, Func{Configuration, Layer})"/>
    public CustomObjects Add(string className, Func<Configuration, Loss> create) => Put(className, create);

    /// <summary>Adds a metric. The loader sets its name.</summary>
    /// <inheritdoc cref="Add(string, Func{Configuration, Layer})"/>
    public CustomObjects Add(string className, Func<Configuration, Metric> create) => Put(className, create);

    /// <summary>Adds an optimizer.</summary>
    /// <inheritdoc cref="Add(string, Func{Configuration, Layer})"/>
    public CustomObjects Add(string className, Func<Configuration, Optimizer> create) => Put(className, create);

    /// <summary>Adds a learning rate schedule.</summary>
    /// <inheritdoc cref="Add(string, Func{Configuration, Layer})"/>
    public CustomObjects Add(string className, Func<Configuration, LearningRateSchedule> create) => Put(className, create);

    /// <summary>Adds an encoder.</summary>
    /// <inheritdoc cref="Add(string, Func{Configuration, Layer})"/>
    public CustomObjects Add(string className, Func<Configuration, InputEncoder> create) => Put(className, create);

    private CustomObjects Put<T>(string className, Func<Configuration, T> create)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(className);
        ArgumentNullException.ThrowIfNull(create);
        return Factories.TryAdd(className, create)
            ? this
            : throw new ArgumentException($"The class '{className}' was added already; a file can stand for one of them only. Add each "
                + "class once.", nameof(className));
    }
}
