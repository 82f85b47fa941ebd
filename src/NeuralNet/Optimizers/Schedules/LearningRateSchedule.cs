namespace NeuralNet;

/// <summary>
/// The learning rate at each training step. A number converts implicitly to a constant rate.
/// The first update of a training run has step 0.
/// </summary>
public abstract class LearningRateSchedule : IConfigurable<LearningRateSchedule>
{
    /// <summary>The schedules that a file can create.</summary>
    internal static Registry<LearningRateSchedule> Known { get; } =
        new Registry<LearningRateSchedule>("learning rate schedule", fromNumber: rate => rate).AddAll();

    static Registry<LearningRateSchedule> IConfigurable<LearningRateSchedule>.Known => Known;

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    string IConfigurable.ClassName => ClassName;

    /// <summary>Creates a constant rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static implicit operator LearningRateSchedule(float learningRate) => new ConstantLearningRate(learningRate);

    /// <summary>Creates a constant rate, rounded to float32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static implicit operator LearningRateSchedule(double learningRate) => new ConstantLearningRate((float)learningRate);

    /// <summary>Returns the learning rate of the update that <paramref name="step"/> updates precede.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public abstract float At(long step);

    /// <summary>
    /// Writes the settings of the schedule; none unless overridden. Save refuses a class of the program whose constructor takes parameters
    /// and that does not override the method.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);
}
