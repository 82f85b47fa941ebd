namespace NeuralNet;

/// <summary>
/// The learning rate at each training step. A number converts implicitly to a rate that stays the same.
/// The first update of a training run reads step 0.
/// </summary>
public abstract class LearningRateSchedule : IConfigurable<LearningRateSchedule>
{
    /// <summary>The schedules that can be made from a file.</summary>
    internal static Registry<LearningRateSchedule> Known { get; } =
        new Registry<LearningRateSchedule>("learning rate schedule", fromNumber: rate => rate).AddAll();

    static Registry<LearningRateSchedule> IConfigurable<LearningRateSchedule>.Known => Known;

    /// <summary>The class's name in Keras.</summary>
    protected internal virtual string ClassName => GetType().Name;

    string IConfigurable.ClassName => ClassName;

    /// <summary>A rate that stays the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static implicit operator LearningRateSchedule(float learningRate) => new ConstantLearningRate(learningRate);

    /// <summary>A rate that stays the same, rounded to float32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
    public static implicit operator LearningRateSchedule(double learningRate) => new ConstantLearningRate((float)learningRate);

    /// <summary>The learning rate of the update that <paramref name="step"/> updates came before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    public abstract float At(long step);

    /// <summary>
    /// Writes the settings that make this schedule again; none unless overridden. Save refuses a class of the program's own whose constructor takes
    /// parameters and that does not override it.
    /// </summary>
    protected internal virtual void WriteTo(Configuration configuration) => configuration.SetNothing(this);

    void IConfigurable.WriteTo(Configuration configuration) => WriteTo(configuration);
}
