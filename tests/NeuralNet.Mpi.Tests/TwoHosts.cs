using System.Diagnostics;

namespace NeuralNet.Mpi.Tests;

/// <summary>
/// Two "hosts" on this machine: network namespaces of Linux with names of their own, which only a virtual link connects. mpirun runs on the
/// first one, and starts processes on the second one by a program in the place of ssh.
/// </summary>
internal sealed class TwoHosts : IDisposable
{
    private const string FirstAddress = "10.9.0.1", SecondAddress = "10.9.0.2", Network = "10.9.0.0/24", Link = "link0";

    private readonly string first = $"neuralnet-{Environment.ProcessId}-a", second = $"neuralnet-{Environment.ProcessId}-b";
    private readonly string agent;

    /// <param name="folder">The folder of the program that starts processes on the second host.</param>
    public TwoHosts(string folder)
    {
        Ip("netns", "add", first);
        Ip("netns", "add", second);
        Ip("link", "add", Link, "netns", first, "type", "veth", "peer", "name", Link, "netns", second);
        Configure(first, FirstAddress);
        Configure(second, SecondAddress);
        WaitForLink(first);
        WaitForLink(second);
        agent = Path.Combine(folder, "agent");
        File.WriteAllText(agent, $"""
            #!/bin/bash
            while [[ "$1" == -* ]]; do shift; done
            shift
            exec ip netns exec {second} unshare --uts bash -c "hostname hostb; $*"

            """);
        ChildProcess.Run("chmod", "+x", agent);
    }

    /// <summary>Returns the reason that hosts cannot be made here; null if they can.</summary>
    public static string? WhyNone()
    {
        if (ExternalTools.WhyNoMpi() is { } reason)
            return reason;
        try
        {
            string name = $"neuralnet-{Environment.ProcessId}";
            bool isPossible = ChildProcess.TryRun("ip", "netns", "add", name).ExitCode == 0
                && ChildProcess.TryRun("ip", "netns", "exec", name, "unshare", "--uts", "hostname", "host").ExitCode == 0
                && ChildProcess.TryRun("ip", LimitRetries(name)).ExitCode == 0;
            ChildProcess.TryRun("ip", "netns", "delete", name);
            return isPossible ? null : "Network namespaces cannot be created.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "The program ip is not installed.";
        }
    }

    /// <summary>Starts a job with one process on each host.</summary>
    public Process Start(string mpi, params string[] arguments)
    {
        string launcher = mpi == MpiJob.OpenMpi
            ? $"--allow-run-as-root --bind-to none --host {FirstAddress},{SecondAddress} --mca plm_rsh_agent {agent} --mca pml ob1 "
                + $"--mca btl self,tcp --mca btl_tcp_if_include {Network} --mca oob_tcp_if_include {Network} "
                + "--mca oob_tcp_keepalive_time 12 --mca oob_tcp_keepalive_intvl 1 --mca oob_tcp_keepalive_probes 3"
            : $"-launcher ssh -launcher-exec {agent} -iface {Link} -hosts {FirstAddress},{SecondAddress} "
                + $"-genv UCX_TLS tcp,self -genv UCX_NET_DEVICES {Link}";
        string command = $"hostname hosta; exec mpirun.{mpi} {launcher} -n 2 {string.Join(' ', MpiJob.Program)} {string.Join(' ', arguments)}";
        return Process.Start(new ProcessStartInfo("ip", ["netns", "exec", first, "unshare", "--uts", "bash", "-c", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    /// <summary>Takes the link of the second host down.</summary>
    public void Disconnect() => Ip("-n", second, "link", "set", Link, "down");

    public void Dispose()
    {
        Delete(first);
        Delete(second);
    }

    private static void Configure(string host, string address)
    {
        Ip("-n", host, "addr", "add", address + "/24", "dev", Link);
        Ip("-n", host, "link", "set", Link, "up");
        Ip("-n", host, "link", "set", "lo", "up");
        Ip(LimitRetries(host));
    }

    /// <summary>
    /// Returns the arguments that let TCP give up a lost connection after about 13 seconds instead of 15 minutes: mpirun of Open MPI waits
    /// for the lost host until then.
    /// </summary>
    private static string[] LimitRetries(string host) =>
        ["netns", "exec", host, "bash", "-c", "echo 5 > /proc/sys/net/ipv4/tcp_retries2"];

    /// <summary>Waits until the link has a carrier, which UCX requires when a process starts.</summary>
    private static void WaitForLink(string host)
    {
        for (int i = 0; i < 200; i++)
        {
            if (ChildProcess.Run("ip", "-n", host, "link", "show", Link).Contains("state UP", StringComparison.Ordinal))
                return;
            Thread.Sleep(50);
        }

        throw new TimeoutException($"{Link} of {host} has no carrier after 10 seconds.");
    }

    /// <summary>Deletes a host and ends the processes that are left on it.</summary>
    private static void Delete(string host)
    {
        string[] processes = ChildProcess.Run("ip", "netns", "pids", host).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (processes.Length > 0)
            ChildProcess.TryRun("kill", ["-9", .. processes]);
        Ip("netns", "delete", host);
    }

    private static void Ip(params string[] arguments) => ChildProcess.Run("ip", arguments);
}

/// <summary>Tests that need two hosts; they are skipped, with the reason, where network namespaces are not permitted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TwoHostsTheoryAttribute : TheoryAttribute
{
    public TwoHostsTheoryAttribute() => Skip = TwoHosts.WhyNone();
}
