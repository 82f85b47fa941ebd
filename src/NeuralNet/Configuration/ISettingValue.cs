namespace NeuralNet;

/// <summary>
/// A value type that a file represents in a form of its own, such as <see cref="Size2D"/> by a list of two numbers. A setting of the type
/// is written by <see cref="Configuration.SetValue"/> and read by <see cref="Configuration.GetValue"/>.
/// </summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ISettingValue<TSelf>
    where TSelf : struct, ISettingValue<TSelf>
{
    /// <summary>Writes the value as a setting.</summary>
    /// <param name="configuration">The configuration that receives the setting.</param>
    /// <param name="name">The name of the setting.</param>
    void WriteTo(Configuration configuration, string name);

    /// <summary>Reads a setting that is present.</summary>
    /// <param name="configuration">The configuration that contains the setting.</param>
    /// <param name="name">The name of the setting.</param>
    /// <exception cref="FormatException">The setting does not represent a value of the type.</exception>
    static abstract TSelf ReadFrom(Configuration configuration, string name);
}
